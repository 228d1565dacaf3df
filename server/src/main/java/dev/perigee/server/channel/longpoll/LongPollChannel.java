package dev.perigee.server.channel.longpoll;

import dev.perigee.control.dispatch.DeliverySession;
import dev.perigee.control.dispatch.SessionEnd;
import dev.perigee.control.dispatch.SessionRequest;
import dev.perigee.control.dispatch.Sessions;
import dev.perigee.control.fleet.Satellite;
import dev.perigee.http.Call;
import dev.perigee.protocol.delivery.Deliveries;
import dev.perigee.protocol.delivery.Poll;
import java.util.Set;

/// Holds a satellite's poll until there is work or the wait is over. What the answer looks like is the dialect's.
public final class LongPollChannel {
    private final Sessions sessions;
    private final Sessions.Shared shared;
    private final int batchMax;

    public LongPollChannel(Sessions sessions, Sessions.Shared shared, int batchMax) {
        this.sessions = sessions;
        this.shared = shared;
        this.batchMax = batchMax;
    }

    /// What the body of an answer looks like that brings `deliveries`, which are empty when the wait is over.
    @FunctionalInterface
    public interface Wording {
        Object of(Deliveries deliveries);
    }

    /// Answers `call` in the words of `wording`.
    public void open(Call call, Satellite satellite, Poll poll, Wording wording) {
        PollSink sink = new PollSink(call, wording);
        int credit = Math.min(poll.max(), batchMax);
        SessionRequest request = new SessionRequest(poll.session(), credit, Set.copyOf(poll.cancelling()));
        DeliverySession session = sessions.open(shared, satellite, request, sink);
        Runnable finish = () -> session.finish(new SessionEnd.Finished());
        call.onGone(finish);
        call.rest();
        if (poll.waitMax().isZero()) {
            finish.run();
        } else {
            call.after(poll.waitMax(), finish);
        }
    }
}
