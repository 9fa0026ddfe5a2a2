#!/bin/sh
# ./build.sh build|test|demo|bench|package|clean: the tasks of build.cs, for a machine with only the .NET SDK.
set -eu
command -v dotnet >/dev/null 2>&1 || { echo "build.sh: the .NET SDK 10 is needed: https://dotnet.microsoft.com/download" >&2; exit 1; }
cd "$(dirname "$0")"
exec dotnet run --file build.cs -- "$@"
