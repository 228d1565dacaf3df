package dev.perigee.testkit.mcp;

import java.time.Duration;

/// How time passes.
@FunctionalInterface
interface Pause {
    void pause(Duration time) throws InterruptedException;
}
