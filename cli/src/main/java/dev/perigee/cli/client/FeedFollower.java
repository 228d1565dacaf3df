package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Follows what happens for as long as somebody wants it. A stream that breaks is opened again where it broke off, as
/// often as it takes.
public final class FeedFollower {
    /// Three times the rhythm in which the control plane shows that it is there.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(100);

    private final ControlPlane controlPlane;
    private final Shell shell;
    private @Nullable String last;

    public FeedFollower(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Ends when `wanted` says no, or when the control plane refuses, which ends the program. Whoever is not there in
    /// the beginning is not waited for.
    public void follow(Feed.Wanted events, Consumer<Feed.News> listener, BooleanSupplier wanted)
            throws InterruptedException {
        controlPlane.reach();
        Retry retry = new Retry(shell, Instant.MAX);
        while (wanted.getAsBoolean()) {
            try (LiveEvents<Feed.News> stream =
                    retry.until(() -> controlPlane.feed().follow(events, last)).orFail()) {
                listen(stream, listener, wanted);
            }
            shell.time().pause().pause(BETWEEN_STREAMS);
        }
    }

    private void listen(LiveEvents<Feed.News> stream, Consumer<Feed.News> listener, BooleanSupplier wanted)
            throws InterruptedException {
        Optional<Feed.News> news = stream.next(SILENCE_MAX);
        while (news.isPresent() && wanted.getAsBoolean()) {
            listener.accept(news.get());
            switch (news.get()) {
                case Feed.News.Happened(var position, var _) -> last = position;
                case Feed.News.Begun(var position) -> last = position;
                case Feed.News.Gap _ -> {}
            }
            news = stream.next(SILENCE_MAX);
        }
    }
}
