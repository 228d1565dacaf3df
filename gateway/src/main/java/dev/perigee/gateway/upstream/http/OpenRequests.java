package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requests of one conversation that have not ended, and whether the conversation itself has. Only on the
/// event loop.
final class OpenRequests {
    static final Loss CLOSED = new Loss(Loss.Cause.CLOSED, "closed");

    static final Loss CANCELLED = new Loss(Loss.Cause.CLOSED, "cancelled");

    private final Map<RpcId, PostedRequest> open = new HashMap<>();
    private @Nullable Loss loss;

    /// Starts it; false when its exchange ended instead, as the conversation is over or the id in use.
    boolean begin(PostedRequest request, Exchange exchange) {
        Loss why = loss;
        if (why == null && open.putIfAbsent(request.request().id(), request) != null) {
            why = Refusals.misbehaved("id " + request.request().id() + " is in use");
        }
        if (why == null) {
            request.start();
        } else {
            exchange.offer(new Exchange.Event.Lost(why, false));
        }
        return why == null;
    }

    void ended(PostedRequest request) {
        open.remove(request.request().id(), request);
    }

    boolean over() {
        return loss != null;
    }

    /// Takes a response that came outside of its request's own stream; false when nobody waits for it.
    boolean answer(Message.Response response) {
        PostedRequest request = open.get(response.id());
        if (request != null) {
            request.answer(response);
        }
        return request != null;
    }

    /// Hands progress to the request whose id its token is; that of another is nobody's.
    void progressed(Message.Notification progress) {
        Optional<PostedRequest> request = progressToken(progress).map(open::get);
        request.ifPresent(known -> known.told(progress));
    }

    static Optional<RpcId> progressToken(Message.Notification progress) {
        return progress.params()
                .value("progressToken")
                .map(token -> new RpcId(new String(token, StandardCharsets.UTF_8)));
    }

    static boolean isProgress(Message.Notification notification) {
        return notification.method().equals("notifications/progress");
    }

    void cancel(RpcId id) {
        PostedRequest request = open.get(id);
        if (request != null) {
            request.abandon(CANCELLED, true);
        }
    }

    /// Ends the conversation, tells, and then ends all that is open in it; false when it had ended.
    boolean lose(Loss why, Runnable telling) {
        if (loss != null) {
            return false;
        }
        loss = why;
        try {
            telling.run();
        } finally {
            List.copyOf(open.values()).forEach(request -> request.abandon(why, true));
        }
        return true;
    }

    /// As nobody needs to be told.
    void close() {
        lose(CLOSED, () -> {});
    }

    /// Which request a notification cancels.
    static Optional<RpcId> cancelled(Message.Notification notification) {
        return notification.method().equals("notifications/cancelled")
                ? notification.params().value("requestId").map(id -> new RpcId(new String(id, StandardCharsets.UTF_8)))
                : Optional.empty();
    }
}
