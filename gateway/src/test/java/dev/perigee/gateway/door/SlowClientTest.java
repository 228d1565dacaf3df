package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.upstream.MemoryServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlowClientTest {
    private static final DoorLimits LIMITS = new DoorLimits(
            Duration.ofSeconds(60),
            Duration.ofHours(1),
            Duration.ofSeconds(2),
            Duration.ofHours(1),
            Duration.ofMinutes(10),
            Duration.ofMillis(25));

    private final MemoryServer files = new MemoryServer("{\"tools\":{}}");
    private final OpenDoor door = OpenDoor.before(LIMITS).put("files", files);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aClientThatTakesNothingHoldsUpItsCallNoLongerThanItIsWaitedForOnce() throws Exception {
        JsonObject much = JsonObject.EMPTY.with("message", "x".repeat(60_000));
        files.on("tools/call", (talk, request) -> {
            for (int i = 0; i < 500; i++) {
                talk.tell(request, "notifications/progress", much);
            }
            talk.answer(request, JsonObject.EMPTY);
        });
        String session = door.greeted("/mcp/files", "{}")
                .request()
                .build()
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}";
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(64 * 1024);
            deaf.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), door.at("/").getPort()));
            deaf.getOutputStream()
                    .write(("POST /mcp/files HTTP/1.1\r\nHost: localhost\r\nMcp-Session-Id: " + session
                                    + "\r\nContent-Length: " + call.length() + "\r\n\r\n" + call)
                            .getBytes(StandardCharsets.US_ASCII));

            Waiting.until(() -> !door.ended().isEmpty());
        }
        assertThat(door.ended())
                .singleElement()
                .satisfies(turn -> assertThat(turn.end()).isInstanceOf(TurnListener.End.Answered.class));
    }
}
