package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;

/// Repeats a call while its reply says that trying again can help, until a deadline. Between attempts it pauses:
/// twice as long each time, at most 5 s, and a random part of that, so that many callers do not come
/// back at once; or as long as the control plane asks for, if that is longer.
final class Retry {
    static final Duration PAUSE_MIN = Duration.ofMillis(100);
    static final Duration PAUSE_MAX = Duration.ofSeconds(5);

    private final Shell shell;
    private final Instant deadline;

    Retry(Shell shell, Instant deadline) {
        this.shell = shell;
        this.deadline = deadline;
    }

    @FunctionalInterface
    interface Call<T> {
        Reply<T> make() throws InterruptedException;
    }

    /// The first reply that is final, or the last one before the deadline.
    <T> Reply<T> until(Call<T> call) throws InterruptedException {
        Duration pause = PAUSE_MIN;
        while (true) {
            Reply<T> reply = call.make();
            if (!reply.retryable() || over()) {
                return reply;
            }
            pause(pause, reply.pause());
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
        }
    }

    boolean over() {
        return !shell.time().clock().instant().isBefore(deadline);
    }

    private void pause(Duration pause, Duration atLeast) throws InterruptedException {
        long millis = pause.toMillis();
        Duration own = Duration.ofMillis(shell.random().nextLong(millis / 2, millis + 1));
        shell.time().pause().pause(own.compareTo(atLeast) < 0 ? atLeast : own);
    }
}
