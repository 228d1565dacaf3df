package dev.perigee.gateway.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client's side of a conversation in a test: an event loop, endpoints on it, and a listener that keeps what it
/// hears.
final class Conversing implements Connection.Listener, AutoCloseable {
    static final Duration WAIT_MAX = Duration.ofSeconds(FakeMcpServer.WAIT_MAX_SECONDS);
    static final Comeback AT_ONCE = new Comeback(Duration.ofMillis(1), Duration.ofMillis(20), 3);
    static final Endpoint.Limits SMALL = new Endpoint.Limits(Duration.ofSeconds(5), 64 * 1024, 4, 4, 10, AT_ONCE);

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    Vertx vertx() {
        return vertx;
    }

    Context loop() {
        return vertx.getOrCreateContext();
    }

    EndpointClient client(FakeMcpServer server) {
        return client(Endpoint.of(server.url()).withLimits(SMALL));
    }

    EndpointClient client(Endpoint endpoint) {
        try {
            return new EndpointClient(vertx, endpoint, new Random(7));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Opens a session, up to and with the server's word that it has begun.
    static void initialize(Connection connection) throws InterruptedException {
        answered(connection.begin(request(0, "initialize")));
        connection.send(notification("notifications/initialized"));
    }

    static Message.Request request(long id, String method) {
        return Message.Request.of(RpcId.of(id), method, JsonObject.EMPTY);
    }

    static Message.Notification notification(String method) {
        return Message.Notification.of(method, JsonObject.EMPTY);
    }

    static String result(long id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    static Exchange.Event next(Exchange exchange) throws InterruptedException {
        return exchange.next(WAIT_MAX).orElseThrow(() -> new AssertionError("nothing came"));
    }

    static String answered(Exchange exchange) throws InterruptedException {
        Exchange.Event end = next(exchange);
        assertThat(end).isInstanceOf(Exchange.Event.Answered.class);
        return ((Exchange.Event.Answered) end).response().json().toString();
    }

    static Exchange.Event.Lost lost(Exchange exchange) throws InterruptedException {
        Exchange.Event end = next(exchange);
        assertThat(end).isInstanceOf(Exchange.Event.Lost.class);
        return (Exchange.Event.Lost) end;
    }

    /// The next that belongs to no exchange: a message, or a `Loss`.
    Object heard() throws InterruptedException {
        return Objects.requireNonNull(heard.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS), "nothing was heard");
    }

    List<Object> heardSoFar() {
        return List.copyOf(heard);
    }

    @Override
    public void heard(Message.Notification notification) {
        heard.add(notification);
    }

    @Override
    public void asked(Message.Request request) {
        heard.add(request);
    }

    @Override
    public void lost(Loss why) {
        heard.add(why);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
