-- Takes what is due under a lease and counts the attempt.
-- KEYS   1 the desk's tag
-- ARGV   1 now, epoch ms   2 end of the lease, epoch ms   3 how many at most
-- Output id, item, id, item, … with items as in README.md; what is overdue longest comes first
local itemsKey, dueKey = KEYS[1] .. ':items', KEYS[1] .. ':due'
local claimed = {}
for _, id in ipairs(redis.call('ZRANGEBYSCORE', dueKey, '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])) do
  local attempts, rest = string.match(redis.call('HGET', itemsKey, id), '^(%d+)(\n.*)$')
  local item = tonumber(attempts) + 1 .. rest
  redis.call('HSET', itemsKey, id, item)
  redis.call('ZADD', dueKey, ARGV[2], id)
  claimed[#claimed + 1] = id
  claimed[#claimed + 1] = item
end
return claimed
