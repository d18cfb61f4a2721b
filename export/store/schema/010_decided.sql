-- Tenth version: what was decided of a person is found without reading every decision.
create index decisions_candidate on decisions(candidate_id);
