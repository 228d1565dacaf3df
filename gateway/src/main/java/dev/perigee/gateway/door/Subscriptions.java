package dev.perigee.gateway.door;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.http.Call;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The responses in which modern clients hear of changes. Bounded in number. Thread-safe.
final class Subscriptions {
    static final int MAX = 1_000;

    /// A server that is slower to listen to does not hold up the others.
    private static final Duration READY_MAX = Duration.ofSeconds(5);

    private final Surroundings around;
    private final Set<Subscription> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong last = new AtomicLong();

    Subscriptions(Surroundings around) {
        this.around = around;
    }

    /// Answers with what these servers tell, as long as the client listens.
    void open(Call call, ModernRequest request, List<Upstream> servers, View view, Caller caller)
            throws InterruptedException {
        Message.Request message = request.message();
        if (message.params().object("notifications").isEmpty()) {
            refuse(call, message, new RpcError(RpcError.INVALID_PARAMS, "params.notifications: expected an object"));
            return;
        }
        if (open.size() >= MAX) {
            refuse(
                    call,
                    message,
                    new RpcError(
                            RpcError.INTERNAL_ERROR,
                            "more than " + MAX + " clients listen",
                            JsonObject.EMPTY.with("retryable", true)));
            return;
        }
        Subscription subscription =
                new Subscription("listener-" + last.incrementAndGet(), message, around, view, caller);
        open.add(subscription);
        call.onEnd(() -> {
            open.remove(subscription);
            Thread.ofVirtual().name("mcp-unsubscribe").start(subscription::end);
        });
        subscription.join(servers, READY_MAX);
        subscription.tellThrough(call);
    }

    void listsChanged(Collection<ServerName> servers) {
        open.forEach(subscription -> subscription.listsChanged(servers));
    }

    private static void refuse(Call call, Message.Request request, RpcError error) {
        call.reply(
                ModernReply.status(error.code()),
                Door.JSON,
                Message.Response.of(request.id(), error).json().bytes());
    }
}
