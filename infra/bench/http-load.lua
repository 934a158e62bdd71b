-- For wrk: every thread is one client with one connection, which sends its own request again and again.
-- The first argument is a folder with the raw requests, 0.http and so on; the second says how many there are.
local threads = 0

function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  local file = assert(io.open(args[1] .. "/" .. (number % tonumber(args[2])) .. ".http", "rb"))
  raw = file:read("*a")
  file:close()
end

function request()
  return raw
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
