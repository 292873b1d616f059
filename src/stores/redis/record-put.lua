-- Writes one record and finds its place in the indexes anew.
-- KEYS   1 the desk's tag
-- ARGV   1 record's name, JSON [collection, key]   2 collection   3 key   4 expected version, or '' for any
--        5 expiry, epoch ms, or ''   6 names of its indexes, a tab between   7 body
-- Output its version, or 0 when the expected one does not hold
local tag, name, key = KEYS[1], ARGV[1], ARGV[3]
local recordKey = tag .. ':record:' .. name
local stored = redis.call('GET', recordKey)
local version, indexes = 0, ''
if stored then
  version, indexes = string.match(stored, '^(%d+)\n%d*\n([^\n]*)\n')
end
if ARGV[4] ~= '' and tonumber(ARGV[4]) ~= tonumber(version) then return 0 end

for index in string.gmatch(indexes, '[^\t]+') do redis.call('ZREM', tag .. ':index:' .. index, key) end
for index in string.gmatch(ARGV[6], '[^\t]+') do redis.call('ZADD', tag .. ':index:' .. index, 0, key) end
if ARGV[5] == '' then
  redis.call('ZREM', tag .. ':expiry', name)
else
  redis.call('ZADD', tag .. ':expiry', ARGV[5], name)
end
redis.call('ZADD', tag .. ':collection:' .. ARGV[2], 0, key)
version = tonumber(version) + 1
redis.call('SET', recordKey, version .. '\n' .. ARGV[5] .. '\n' .. ARGV[6] .. '\n' .. ARGV[7])
return version
