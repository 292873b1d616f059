-- One turn: all that it changes, or nothing. Whatever refuses it stands before the first write.
-- KEYS   1 the desk's tag: every other key begins with it, and so lies in its slot
-- ARGV   1 conversation id   2 input's digest   3 expected version   4 conversation: head and body, as in README.md
--        5 updatedAt   6 its score in its list   7 list of the agent whose capacity counts, or ''   8 capacity
--        9 inputs of before then may go, epoch ms   10 seconds until a silent conversation's inputs go
--        11 channel for news   12 feed's length   13 seq of the first activity   14 the wallet's id of the customer, or ''
--        then four runs, each led by its count of entries: activities (1 value each), effects (id, kind, dueAt, body),
--        timers cancelled (id), timers set (id, dueAt, body)
-- Output {'ok', cursor}, or {'duplicate'}, {'conflict'}, {'capacity'}; an error when the turn contradicts itself or the log
local tag = KEYS[1]
local id, input, expected, record = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local updatedAt, listScore = tonumber(ARGV[5]), ARGV[6]
local conversationKey, logKey, inputsKey = tag .. ':conversation:' .. id, tag .. ':log:' .. id, tag .. ':inputs:' .. id
local itemsKey, dueKey, sendsKey = tag .. ':items', tag .. ':due', tag .. ':sends:' .. id
local standingsKey = tag .. ':standings'

local function head(text)
  local version, view, list, standing = string.match(text, '^(%d+)\n([^\n]*)\n([^\n]*)\n([^\n]*)\n')
  return { version = tonumber(version), view = view, list = list, standing = standing }
end

local place = 14
local function take()
  place = place + 1
  return ARGV[place]
end
local function takeAll(read)
  local entries = {}
  for entry = 1, tonumber(take()) do entries[entry] = read() end
  return entries
end

if redis.call('ZSCORE', inputsKey, input) then return { 'duplicate' } end
local stored = redis.call('GET', conversationKey)
local before = stored and head(stored) or { version = 0, view = '', list = '', standing = '' }
if before.version ~= expected then return { 'conflict' } end
if ARGV[7] ~= '' then
  local agentKey = tag .. ':list:' .. ARGV[7]
  local held = redis.call('ZCARD', agentKey)
  if redis.call('ZSCORE', agentKey, id) then held = held - 1 end
  if held >= tonumber(ARGV[8]) then return { 'capacity' } end
end

local after = head(record)
local activities = takeAll(take)
local effects = takeAll(function() return { id = take(), kind = take(), dueAt = take(), body = take() } end)
local cancelled = takeAll(take)
local timers = takeAll(function() return { id = take(), dueAt = take(), body = take() } end)
if after.version ~= expected + 1 then
  return redis.error_reply('CONTRADICTION conversation ' .. id .. ': version ' .. after.version .. ' can not follow ' .. expected)
end
local logged, first = redis.call('LLEN', logKey), tonumber(ARGV[13])
-- Killed in the middle of a write, Redis may keep the beginning of a transaction and run it again with the next one: the
-- log then has entries twice that the conversation counts once.
local torn = #activities > 0 and stored and logged >= first and tonumber(string.match(stored, '"activityCount":(%d+)')) == first - 1
if #activities > 0 and logged + 1 ~= first and not torn then
  return redis.error_reply('CONTRADICTION conversation ' .. id .. ': its log does not end before activity ' .. ARGV[13])
end
for _, effect in ipairs(effects) do
  if redis.call('HEXISTS', itemsKey, effect.id) == 1 then
    return redis.error_reply('CONTRADICTION effect ' .. effect.id .. ' is there already')
  end
end

if torn then redis.call('LTRIM', logKey, 0, first - 2) end
redis.call('SET', conversationKey, record)
if before.view ~= after.view then
  if before.view ~= '' then redis.call('ZREM', tag .. ':view:' .. before.view, id) end
  redis.call('SADD', tag .. ':views', after.view)
end
redis.call('ZADD', tag .. ':view:' .. after.view, -updatedAt, id)
if before.list ~= after.list and before.list ~= '' then redis.call('ZREM', tag .. ':list:' .. before.list, id) end
if after.list ~= '' then redis.call('ZADD', tag .. ':list:' .. after.list, listScore, id) end
-- Whom the wallet has vouched for once stays the customer.
if ARGV[14] ~= '' then redis.call('ZADD', tag .. ':wallet:' .. ARGV[14], -updatedAt, id) end
if before.standing ~= after.standing then
  if before.standing ~= '' and redis.call('HINCRBY', standingsKey, before.standing, -1) <= 0 then
    redis.call('HDEL', standingsKey, before.standing)
  end
  if after.standing ~= '' then redis.call('HINCRBY', standingsKey, after.standing, 1) end
end

for first = 1, #activities, 1000 do
  redis.call('RPUSH', logKey, unpack(activities, first, math.min(first + 999, #activities)))
end

local function addItem(item, kind)
  redis.call('HSET', itemsKey, item.id, '0\n' .. kind .. '\n' .. item.dueAt .. '\n' .. item.body)
end
for _, effect in ipairs(effects) do
  addItem(effect, effect.kind)
  -- A send waits outside of what is due while an older one of its conversation is unsettled.
  if effect.kind ~= 'send' or redis.call('RPUSH', sendsKey, effect.id) == 1 then
    redis.call('ZADD', dueKey, effect.dueAt, effect.id)
  end
end
for _, timer in ipairs(cancelled) do
  local item = redis.call('HGET', itemsKey, timer)
  if item and string.find(item, '^%d+\ntimer\n') then
    redis.call('HDEL', itemsKey, timer)
    redis.call('ZREM', dueKey, timer)
  end
end
for _, timer in ipairs(timers) do
  addItem(timer, 'timer')
  redis.call('ZADD', dueKey, timer.dueAt, timer.id)
end

redis.call('ZADD', inputsKey, updatedAt, input)
redis.call('ZREMRANGEBYSCORE', inputsKey, '-inf', '(' .. ARGV[9])
redis.call('EXPIRE', inputsKey, ARGV[10])

local cursor = redis.call('INCR', tag .. ':cursor')
redis.call('XADD', tag .. ':feed', 'MAXLEN', '~', ARGV[12], cursor .. '-0', 'c', id)
redis.call('PUBLISH', ARGV[11], cursor .. ' ' .. id)
return { 'ok', cursor }
