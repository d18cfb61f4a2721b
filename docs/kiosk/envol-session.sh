#!/bin/sh
# /etc/envol/envol-session.sh, started by envol-kiosk.service: Xorg with the kiosk as its only program.
# It ends with 20 when the staff stopped the kiosk, which the service leaves alone, and with another status else.
: "${ENVOL:=/opt/envol/envol}" "${CONFIG:=/etc/envol/kiosk.yaml}" "${SCREEN:=:0 vt1 -nolisten tcp -dpms -s off}"
told=$RUNTIME_DIRECTORY/stopped

if [ "$1" = inside ]; then
    # A keeper that died is started again on the screen that is there; 0 says that it was asked to end.
    while :; do
        "$ENVOL" kiosk --config "$CONFIG"
        case $? in
            20) echo 20 > "$told"; exit ;;
            0) exit ;;
        esac
        sleep 0.2
    done
fi

# xinit ends with 0 whichever of its two programs ended: the kiosk's own status goes by a file.
rm -f "$told"
trap 'kill "$xinit"' TERM INT HUP
exec 3<&0
# shellcheck disable=SC2086 # SCREEN is several words
xinit /bin/sh "$0" inside -- $SCREEN <&3 3<&- &
xinit=$!
# A signal ends the first wait; then xinit is still closing the screen.
wait "$xinit"
wait "$xinit"
[ -e "$told" ] && exit 20
exit 1
