-- Ends a claim: gone, later again, or given up. A send that is gone makes way for the next of its conversation.
-- KEYS   1 the desk's tag
-- ARGV   1 id   2 'done', 'retry' or 'dead'   3 time of the next try, epoch ms ('retry')   4 error ('dead')
-- Output 1, or 0 when there is no such item
local tag, id, outcome = KEYS[1], ARGV[1], ARGV[2]
local itemsKey, dueKey = tag .. ':items', tag .. ':due'
local item = redis.call('HGET', itemsKey, id)
if not item then return 0 end
if outcome == 'retry' then
  redis.call('ZADD', dueKey, 'XX', ARGV[3], id)
  return 1
end

local attempts, kind, body = string.match(item, '^(%d+)\n(%a+)\n%-?%d+\n(.*)$')
if outcome == 'dead' then
  redis.call('LPUSH', tag .. ':dead', cjson.encode(id) .. '\n' .. cjson.encode(ARGV[4]) .. '\n' .. attempts .. '\n' .. kind .. '\n' .. body)
end
redis.call('HDEL', itemsKey, id)
redis.call('ZREM', dueKey, id)
if kind == 'send' then
  local sendsKey = tag .. ':sends:' .. cjson.decode(body).conversationId
  redis.call('LREM', sendsKey, 0, id)
  local nextId = redis.call('LINDEX', sendsKey, 0)
  if nextId and not redis.call('ZSCORE', dueKey, nextId) then
    local dueAt = string.match(redis.call('HGET', itemsKey, nextId), '^%d+\n%a+\n(%-?%d+)\n')
    redis.call('ZADD', dueKey, dueAt, nextId)
  end
end
return 1
