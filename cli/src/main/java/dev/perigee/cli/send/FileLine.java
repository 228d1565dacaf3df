package dev.perigee.cli.send;

import dev.perigee.cli.shell.Nearest;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.command.Priority;
import dev.perigee.protocol.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A line of a `send --file`: `{"to":"local","run":["uname","-a"],"timeout":"10s","key":"…"}`. Only `to` and `run`
/// must be there; `ttl`, `priority`, `env`, `dir` and `idempotent` may be, and as for the options of these names
/// `attempts`, `notBefore` and `correlation`. Throws `BadValue` for anything else.
record FileLine(
        @Nullable SatelliteId to,
        @Nullable List<String> run,
        @Nullable Duration timeout,
        @Nullable Duration ttl,
        @Nullable Priority priority,
        @Nullable String key,
        @Nullable Map<String, String> env,
        @Nullable String dir,
        boolean idempotent,
        @Nullable Integer attempts,
        @Nullable String notBefore,
        @Nullable String correlation) {
    private static final List<String> FIELDS = List.of(
            "to",
            "run",
            "timeout",
            "ttl",
            "priority",
            "key",
            "env",
            "dir",
            "idempotent",
            "attempts",
            "notBefore",
            "correlation");

    static Submission parse(byte[] json, Instant now) {
        Map<?, ?> fields = Json.STRICT.read(json, Map.class);
        for (Object field : fields.keySet()) {
            String name = String.valueOf(field);
            if (!FIELDS.contains(name)) {
                throw new BadValue("unknown field \"" + name + "\": " + Nearest.hint(name, FIELDS));
            }
        }
        return Json.STRICT.read(json, FileLine.class).submission(now);
    }

    private Submission submission(Instant now) {
        if (to == null) {
            throw new BadValue("to is missing: expected the id of a satellite");
        }
        if (run == null || run.isEmpty()) {
            throw new BadValue("run is missing: expected a list of the program and its arguments");
        }
        for (@Nullable String word : run) {
            if (word == null) {
                throw new BadValue("run", run, "a list of texts");
            }
        }
        CommandSpec.Exec exec =
                new CommandSpec.Exec(run.getFirst(), run.subList(1, run.size()), env == null ? Map.of() : env, dir);
        Instant start = notBefore == null ? null : Moment.parse("notBefore", notBefore, now);
        return new Submission(to, exec, priority, ttl, timeout, idempotent, key, attempts, start, correlation);
    }
}
