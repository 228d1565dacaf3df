package dev.perigee.control.upkeep;

import dev.perigee.control.fleet.Tokens;
import java.time.Duration;

/// Forgets registration tokens that expired long ago.
public record TokenPruner(Tokens tokens) implements Duty {
    @Override
    public String name() {
        return "token-pruner";
    }

    @Override
    public Duration period() {
        return Duration.ofMinutes(10);
    }

    @Override
    public void run() {
        int _ = tokens.prune();
    }
}
