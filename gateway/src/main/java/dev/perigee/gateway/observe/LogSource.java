package dev.perigee.gateway.observe;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.stdio.InstanceLog;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// One of a server's logs, read by offset. `reading` gives at most so many lines from an offset on.
record LogSource(ServerName server, String kind, BiFunction<Long, Integer, List<Numbered>> reading) {
    /// A line, and which one it is.
    record Numbered(long offset, Object line) {}

    static Optional<LogSource> stderr(ServerName name, WatchedServer server) {
        return server.stderr()
                .map(log -> new LogSource(
                        name,
                        "stderr",
                        (from, max) -> log.read(from, max).lines().stream()
                                .map(line -> new Numbered(line.offset(), server.shown(line)))
                                .toList()));
    }

    static LogSource requests(ServerName name, WatchedServer server) {
        return new LogSource(
                name,
                "requests",
                (from, max) -> server.requests().read(from, max).stream()
                        .map(entry -> new Numbered(entry.offset(), entry))
                        .toList());
    }

    /// The last `max` lines.
    LogPage<Object> tail(int max) {
        List<Numbered> all = reading.apply(startOfTail(max), max);
        return new LogPage<>(
                server.value(), kind, all.stream().map(Numbered::line).toList(), behind(all));
    }

    /// The offset at which the last `max` lines begin.
    long startOfTail(int max) {
        List<Numbered> all = reading.apply(0L, InstanceLog.LINES_MAX);
        return all.isEmpty() ? 0 : all.get(Math.max(0, all.size() - max)).offset();
    }

    /// The offset of the line that comes next.
    long end() {
        return behind(reading.apply(0L, InstanceLog.LINES_MAX));
    }

    private static long behind(List<Numbered> lines) {
        return lines.isEmpty() ? 0 : lines.getLast().offset() + 1;
    }

    /// The first line at or behind an offset that is still kept.
    Optional<Numbered> next(long from) {
        return reading.apply(from, 1).stream().findFirst();
    }
}
