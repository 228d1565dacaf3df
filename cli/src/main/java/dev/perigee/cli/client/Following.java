package dev.perigee.cli.client;

import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.command.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Follows the output of a running command up to its end. A stream that breaks is opened again where it broke off, and
/// where there is none the end alone is waited for.
public final class Following {
    /// Three times the rhythm in which the control plane shows that it is there.
    private static final Duration SILENCE_MAX = Duration.ofSeconds(45);

    private static final Duration BETWEEN_STREAMS = Duration.ofMillis(100);

    /// After so many streams in a row without an event, something in between does not let them through.
    private static final int BARREN_MAX = 10;

    private final ControlPlane controlPlane;
    private final Shell shell;

    public Following(ControlPlane controlPlane, Shell shell) {
        this.controlPlane = controlPlane;
        this.shell = shell;
    }

    /// Takes what comes, on the thread that follows.
    public interface Listener {
        /// Up to where it has taken a stream; a stream that breaks goes on from there.
        long position(StreamName stream);

        void take(LiveEvent event);
    }

    /// The command when it has ended, or in the state that it has at the deadline; what the listener did not get by
    /// then is in the result, as far as it was kept.
    public Reply<CommandView> follow(CommandView running, Instant deadline, Listener listener)
            throws InterruptedException {
        Retry retry = new Retry(shell, deadline);
        CommandId id = running.id();
        int barren = 0;
        while (!retry.over() && barren < BARREN_MAX) {
            Reply<LiveEvents<LiveEvent>> opened = retry.until(() -> controlPlane.output(
                    id, listener.position(StreamName.STDOUT), listener.position(StreamName.STDERR)));
            if (!(opened instanceof Reply.Ok<LiveEvents<LiveEvent>>(LiveEvents<LiveEvent> events))) {
                break;
            }
            try (events) {
                switch (listen(events, listener, retry)) {
                    case ENDED -> {
                        return retry.until(() -> controlPlane.command(id, Duration.ZERO));
                    }
                    case BROKEN -> barren = 0;
                    case BARREN -> barren++;
                }
            }
            shell.time().pause().pause(BETWEEN_STREAMS);
        }
        return new Submitting(controlPlane, shell).await(running, deadline);
    }

    /// What became of a stream: it told of the command's end, or broke off after some events or without any.
    private enum Heard {
        ENDED,
        BROKEN,
        BARREN
    }

    private static Heard listen(LiveEvents<LiveEvent> events, Listener listener, Retry retry)
            throws InterruptedException {
        Heard heard = Heard.BARREN;
        Optional<LiveEvent> event = events.next(SILENCE_MAX);
        while (event.isPresent() && !retry.over()) {
            if (event.get() instanceof LiveEvent.End) {
                return Heard.ENDED;
            }
            listener.take(event.get());
            heard = Heard.BROKEN;
            event = events.next(SILENCE_MAX);
        }
        return heard;
    }
}
