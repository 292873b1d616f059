-- Puts one part of a desk that comes from elsewhere; a part that is there already changes nothing.
-- KEYS   1 the desk's tag
-- ARGV   1 kind of part, then by kind
--        conversation  2 id  3 record, as in README.md  4 updatedAt  5 score in its list  6 seconds until a silent
--                      conversation's inputs go  7 feed's length  8 the wallet's id of the customer, or ''  9 how many
--                      activities, then each as JSON; then pairs of an input's digest and its time
--        due           2 id  3 kind  4 dueAt, epoch ms  5 attempts  6 body  7 conversation id
--        deadLetter    2 id as JSON  3 the whole letter
--        record        2 name  3 collection  4 key  5 expiry or ''  6 names of its indexes, a tab between  7 the whole record
--        entry         2 list  3 place in it, from 0  4 body
-- Output 1, or 0 when it was there
local tag, kind = KEYS[1], ARGV[1]
local put = {}

function put.conversation()
  local id, record = ARGV[2], ARGV[3]
  if redis.call('EXISTS', tag .. ':conversation:' .. id) == 1 then return 0 end
  redis.call('SET', tag .. ':conversation:' .. id, record)
  local view, list, standing = string.match(record, '^%d+\n([^\n]*)\n([^\n]*)\n([^\n]*)\n')
  redis.call('SADD', tag .. ':views', view)
  redis.call('ZADD', tag .. ':view:' .. view, -tonumber(ARGV[4]), id)
  if list ~= '' then redis.call('ZADD', tag .. ':list:' .. list, ARGV[5], id) end
  if standing ~= '' then redis.call('HINCRBY', tag .. ':standings', standing, 1) end
  if ARGV[8] ~= '' then redis.call('ZADD', tag .. ':wallet:' .. ARGV[8], -tonumber(ARGV[4]), id) end
  local last = 9 + tonumber(ARGV[9])
  for place = 10, last do redis.call('RPUSH', tag .. ':log:' .. id, ARGV[place]) end
  for place = last + 1, #ARGV, 2 do redis.call('ZADD', tag .. ':inputs:' .. id, ARGV[place + 1], ARGV[place]) end
  redis.call('EXPIRE', tag .. ':inputs:' .. id, ARGV[6])
  local cursor = redis.call('INCR', tag .. ':cursor')
  redis.call('XADD', tag .. ':feed', 'MAXLEN', '~', ARGV[7], cursor .. '-0', 'c', id)
  return 1
end

function put.due()
  local id, itemKind, dueAt = ARGV[2], ARGV[3], ARGV[4]
  local item = ARGV[5] .. '\n' .. itemKind .. '\n' .. dueAt .. '\n' .. ARGV[6]
  if redis.call('HSETNX', tag .. ':items', id, item) == 0 then return 0 end
  if itemKind ~= 'send' or redis.call('RPUSH', tag .. ':sends:' .. ARGV[7], id) == 1 then redis.call('ZADD', tag .. ':due', dueAt, id) end
  return 1
end

function put.deadLetter()
  for _, letter in ipairs(redis.call('LRANGE', tag .. ':dead', 0, -1)) do
    if string.sub(letter, 1, #ARGV[2] + 1) == ARGV[2] .. '\n' then return 0 end
  end
  redis.call('LPUSH', tag .. ':dead', ARGV[3])
  return 1
end

function put.record()
  local name, key = ARGV[2], ARGV[4]
  if redis.call('SETNX', tag .. ':record:' .. name, ARGV[7]) == 0 then return 0 end
  redis.call('ZADD', tag .. ':collection:' .. ARGV[3], 0, key)
  for index in string.gmatch(ARGV[6], '[^\t]+') do redis.call('ZADD', tag .. ':index:' .. index, 0, key) end
  if ARGV[5] ~= '' then redis.call('ZADD', tag .. ':expiry', ARGV[5], name) end
  return 1
end

function put.entry()
  local entries = tag .. ':entries:' .. ARGV[2]
  if redis.call('LLEN', entries) ~= tonumber(ARGV[3]) then return 0 end
  redis.call('LPUSH', entries, ARGV[4])
  return 1
end

return put[kind]()
