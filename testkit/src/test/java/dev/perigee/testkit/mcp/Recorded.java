package dev.perigee.testkit.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.mcp.offer.Json;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// An outlet that keeps what was sent, for a test to take in its order.
final class Recorded implements Outlet {
    private static final long WAIT_SECONDS = 10;

    private final BlockingQueue<ObjectNode> messages = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public void send(ObjectNode message) {
        messages.add(message);
    }

    @Override
    public void finish(ObjectNode response) {
        messages.add(response);
    }

    @Override
    public void end() {
        ended.countDown();
    }

    @Override
    public void hangUp() {
        messages.add(Json.object().put("cut", true));
    }

    /// Waits for the next message.
    ObjectNode next() throws InterruptedException {
        ObjectNode message = messages.poll(WAIT_SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("a message within %d s", WAIT_SECONDS).isNotNull();
        return message;
    }

    /// Waits for the end without a response.
    void awaitEnd() throws InterruptedException {
        assertThat(ended.await(WAIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(messages).isEmpty();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }
}
