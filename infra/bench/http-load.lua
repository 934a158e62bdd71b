-- For wrk: every thread is one client with one connection, which sends its own requests in turn, again and again.
-- The first argument is a folder with the raw requests, 0-0.http, 0-1.http and so on for the first client; the others say how many
-- clients there are, and how many requests each has.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  raw, turn = {}, 0
  for at = 0, tonumber(args[3]) - 1 do
    local file = assert(io.open(args[1] .. "/" .. (number % tonumber(args[2])) .. "-" .. at .. ".http", "rb"))
    raw[at] = file:read("*a")
    file:close()
  end
end

function request()
  turn = turn + 1
  return raw[turn % (#raw + 1)]
end

-- Times are microseconds.
function done(summary, latency)
  local e = summary.errors
  io.write(string.format(
    '{"perSecond":%.3f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"errors":%d,"non2xx":%d}\n',
    summary.requests * 1e6 / summary.duration, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    latency:percentile(99) / 1000, e.connect + e.read + e.write + e.timeout, e.status
  ))
end
