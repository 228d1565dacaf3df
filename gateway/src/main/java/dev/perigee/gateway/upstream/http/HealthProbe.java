package dev.perigee.gateway.upstream.http;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One look at a replica: a ping outside of any session, or for the old transport its stream, which is let go at once.
/// Any answer within the time shows that somebody is there, but for those that say that the server is not (HTTP 5xx).
/// Only on the event loop.
final class HealthProbe implements HttpCall.Hearer {
    private static final Duration QUIET_MAX = Duration.ofSeconds(5);

    private final Consumer<Boolean> found;
    private @Nullable HttpCall call;

    private HealthProbe(Consumer<Boolean> found) {
        this.found = found;
    }

    static void look(EndpointClient replica, boolean byStream, Consumer<Boolean> found) {
        HealthProbe probe = new HealthProbe(found);
        probe.call = replica.start(byStream ? stream(replica) : ping(replica), probe);
    }

    @Override
    public void streaming(MultiMap headers) {
        found.accept(true);
        if (call != null) {
            call.abandon();
        }
    }

    @Override
    public void event(String type, byte[] data) {
        // That it speaks is enough.
    }

    @Override
    public void ended(HttpCall.Outcome how) {
        found.accept(
                switch (how) {
                    case HttpCall.Outcome.Whole answer -> answer.status() < 500;
                    case HttpCall.Outcome.StreamEnded _ -> true;
                    case HttpCall.Outcome.Failed _ -> false;
                });
    }

    private static HttpCall.Order ping(EndpointClient replica) {
        Message.Request ping = Message.Request.of(new RpcId("\"health\""), "ping", JsonObject.EMPTY);
        HttpCall.Order order = Orders.post(replica.target(), Map.of(), ping);
        return new HttpCall.Order(HttpMethod.POST, order.target(), order.headers(), order.body(), QUIET_MAX);
    }

    private static HttpCall.Order stream(EndpointClient replica) {
        HttpCall.Order order = Orders.listen(replica.target(), Map.of(), Optional.empty());
        return new HttpCall.Order(HttpMethod.GET, order.target(), order.headers(), Buffer.buffer(), QUIET_MAX);
    }
}
