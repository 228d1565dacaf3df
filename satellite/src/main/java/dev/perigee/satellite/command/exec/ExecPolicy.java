package dev.perigee.satellite.command.exec;

import dev.perigee.protocol.command.CommandSpec;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The satellite's last word on what it runs. Where only some programs are allowed, a command may not set what decides
/// which file a name leads to or what is loaded into it (PATH, LD_*).
public record ExecPolicy(ExecAllow allow) {
    /// What both this and `programs` allow.
    public ExecPolicy narrowed(SortedSet<String> programs) {
        return switch (allow) {
            case ExecAllow.Any _ -> new ExecPolicy(new ExecAllow.Only(programs));
            case ExecAllow.Only(SortedSet<String> own) -> {
                SortedSet<String> both = new TreeSet<>(own);
                both.retainAll(programs);
                yield new ExecPolicy(new ExecAllow.Only(both));
            }
        };
    }

    /// Why the program may not run, or nothing when it may.
    Optional<String> objection(CommandSpec.Exec exec) {
        return switch (allow) {
            case ExecAllow.Any _ -> Optional.empty();
            case ExecAllow.Only(SortedSet<String> programs) -> objection(exec, programs);
        };
    }

    private static Optional<String> objection(CommandSpec.Exec exec, SortedSet<String> programs) {
        if (!programs.contains(exec.program())) {
            return Optional.of("program \"" + exec.program() + "\" is not in this satellite's exec.allow, which has "
                    + String.join(", ", programs));
        }
        return exec.environment().keySet().stream()
                .filter(name -> name.equals("PATH") || name.startsWith("LD_"))
                .findFirst()
                .map(name -> "environment variable \"" + name
                        + "\" may not be set on this satellite, because exec.allow is not any");
    }
}
