#!/bin/sh
# How fast a server captures in the first seconds of a new data folder, over many of them.
#   bench/fresh.sh <leadline.dll> [folders: 50] [port: 8791]
# Each folder: a new server, then 3 s of captures over 32 connections, from the first request on. Prints each rate, then the
# least, the median and the most; ends with 1 when a request failed. Build bench/Leadline.Bench for Release first.
set -eu
server=$1
count=${2:-50}
port=${3:-8791}
bench=$(dirname "$0")/Leadline.Bench/bin/Release/net10.0/Leadline.Bench.dll
work=$(mktemp -d)
pid=
trap 'test -z "$pid" || kill "$pid" 2>/dev/null || true; rm -rf "$work"' EXIT
n=0
while [ "$n" -lt "$count" ]; do
    n=$((n + 1))
    dotnet "$server" --data "$work/data" --urls "http://127.0.0.1:$port" --rate-limit off >"$work/log" 2>&1 &
    pid=$!
    until [ -f "$work/data/credentials.json" ] && curl -sf -o "$work/ready" "http://127.0.0.1:$port/health/ready"; do
        kill -0 "$pid" || { cat "$work/log"; exit 1; }
        sleep 0.2
    done
    dotnet "$bench" capture --credentials "$work/data/credentials.json" --url "http://127.0.0.1:$port" \
        --connections 32 --warmup 0 --seconds 3 >"$work/out" || { cat "$work/out"; exit 1; }
    rate=$(sed -n 's|^capture: .* = \([0-9,]*\)/s$|\1|p' "$work/out" | tr -d ,)
    echo "$n: $rate"
    echo "$rate" >>"$work/rates"
    kill "$pid"
    wait "$pid" || true
    pid=
    rm -rf "$work/data"
done
sort -n "$work/rates" | awk '
    { rate[NR] = $1 }
    END { print "least " rate[1] ", median " rate[int((NR + 1) / 2)] ", most " rate[NR] " captures/s" }'
