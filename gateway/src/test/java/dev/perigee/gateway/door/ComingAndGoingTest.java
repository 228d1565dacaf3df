package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.door.TurnListener.Departure;
import dev.perigee.gateway.upstream.MemoryServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the listener hears of clients that have a session.
class ComingAndGoingTest {
    private static final DoorLimits LIMITS = DoorLimits.DEFAULT;

    private final MemoryServer files = new MemoryServer("{\"tools\":{}}")
            .on("tools/list", "{\"tools\":[{\"name\":\"read\",\"inputSchema\":{}}]}")
            .on("tools/call", "{\"content\":[]}");
    private final OpenDoor door = OpenDoor.before(LIMITS).put("files", files);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void whoSaysHelloIsHeardOfByANameThatOpensNothing() {
        Visitor visitor = door.greeted("/mcp/files", "{}");
        assertThat(door.clients()).singleElement().isInstanceOfSatisfying(TurnListener.Came.class, came -> {
            assertThat(came.address()).isEqualTo("127.0.0.1");
            assertThat(came.userAgent()).contains("Java");
            String id = visitor.request()
                    .build()
                    .headers()
                    .firstValue("Mcp-Session-Id")
                    .orElseThrow();
            assertThat(came.session()).hasSize(16).doesNotContain(id).isNotEqualTo(id.substring(0, 16));
        });
    }

    @Test
    void whoLeavesIsHeardOfOnceWithItsTimeAndItsCalls() {
        Visitor visitor = door.greeted("/mcp/files", "{}");
        visitor.call(1, "tools/call", "{\"name\":\"read\"}");
        visitor.call(2, "tools/call", "{\"name\":\"read\"}");
        visitor.call(3, "tools/list", "{}");
        door.pass(Duration.ofSeconds(7));
        assertThat(visitor.delete().statusCode()).isEqualTo(204);
        assertThat(visitor.delete().statusCode()).isEqualTo(404);
        door.shut();
        assertThat(door.clients()).hasSize(2);
        assertThat(left())
                .isEqualTo(new TurnListener.Left(came().session(), Duration.ofSeconds(7), 2, Departure.ENDED));
    }

    @Test
    void whoDoesNothingForTooLongHasGone() {
        door.greeted("/mcp/files", "{}");
        door.pass(LIMITS.idleMax().plusSeconds(1));
        assertThat(left().why()).isEqualTo(Departure.IDLE);
    }

    @Test
    void whoIsHereWhenTheDoorIsShutHasGone() {
        door.greeted("/mcp/files", "{}");
        door.shut();
        door.shut();
        assertThat(door.clients()).hasSize(2);
        assertThat(left().why()).isEqualTo(Departure.STOPPED);
    }

    private TurnListener.Came came() {
        return (TurnListener.Came) door.clients().getFirst();
    }

    private TurnListener.Left left() {
        return (TurnListener.Left) door.clients().getLast();
    }
}
