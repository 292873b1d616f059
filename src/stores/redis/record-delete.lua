-- Deletes records from their collections, indexes and the order of expiry.
-- KEYS   1 the desk's tag
-- ARGV   1 only those expired by then, epoch ms, or '' for all
--        then three values a record: its name, JSON [collection, key]; collection; key
-- Output how many there were
local tag, now = KEYS[1], ARGV[1]
local deleted = 0
for place = 2, #ARGV, 3 do
  local name, collection, key = ARGV[place], ARGV[place + 1], ARGV[place + 2]
  local stored = redis.call('GET', tag .. ':record:' .. name)
  if stored then
    local expiry, indexes = string.match(stored, '^%d+\n(%d*)\n([^\n]*)\n')
    -- Put again since it was found expired: then it stays.
    if now == '' or (expiry ~= '' and tonumber(expiry) <= tonumber(now)) then
      for index in string.gmatch(indexes, '[^\t]+') do redis.call('ZREM', tag .. ':index:' .. index, key) end
      redis.call('ZREM', tag .. ':expiry', name)
      redis.call('ZREM', tag .. ':collection:' .. collection, key)
      redis.call('DEL', tag .. ':record:' .. name)
      deleted = deleted + 1
    end
  end
end
return deleted
