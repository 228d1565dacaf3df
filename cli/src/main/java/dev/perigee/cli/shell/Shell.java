package dev.perigee.cli.shell;

import java.util.Map;
import java.util.random.RandomGenerator;

/// What a subcommand has from its process. `random` makes keys, so it must be unguessable outside of tests.
public record Shell(
        Streams streams, Map<String, String> environment, Time time, RandomGenerator random, Interrupts interrupts) {
    public Shell {
        environment = Map.copyOf(environment);
    }

    /// One line on stderr, in Perigee's own name.
    public void complain(String message) {
        streams.err().println("perigee: " + OneLine.of(message));
        streams.err().flush();
    }
}
