-- How many reports by week, way in and danger: what stands beside the sealed text, and no id. For whoever runs the server.
create function intake_counts() returns table (week date, channel text, danger text, reports bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform access_demand('intake_count', 'read');
  return query select date_trunc('week', r.received_at)::date, r.channel, r.danger, count(*)
    from intake_report r group by 1, 2, 3 order by 1, 2, 3;
end $$;
