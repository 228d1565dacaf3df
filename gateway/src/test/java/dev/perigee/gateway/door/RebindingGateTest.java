package dev.perigee.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.http.HttpEdge;
import dev.perigee.http.Problems;
import io.vertx.core.http.HttpMethod;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RebindingGateTest {
    private static final String OK = "HTTP/1.1 200 OK";
    private static final String FORBIDDEN = "HTTP/1.1 403 Forbidden";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpEdge edge;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        edge = new HttpEdge(threads, 10, Problems.COMMON);
        serve("/near", RebindingGate.onLoopback());
        serve("/far", RebindingGate.reachableAs(Set.of("0.0.0.0", "Door.example.org")));
        port = edge.listen("127.0.0.1", 0);
    }

    @AfterEach
    void close() {
        edge.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LocalHost:7401", "127.0.0.1", "127.0.0.1:7401", "[::1]:7401"})
    void theLoopbackIsLetInEverywhere(String host) throws IOException {
        assertThat(status("/near", host, "")).isEqualTo(OK);
        assertThat(status("/far", host, "")).isEqualTo(OK);
        assertThat(status("/near", host, "Origin: http://localhost:3000\r\n")).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.2:7401", "[2001:db8::2]:7401", "door.example.org", "DOOR.example.org:7401"})
    void whoCanReachTheDoorComesByAddressOrByItsName(String host) throws IOException {
        assertThat(status("/near", host, "")).isEqualTo(FORBIDDEN);
        assertThat(status("/far", host, "")).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example.org", "127.0.0.1.example.org", "1.2.3.4.5", "door.example.org.evil", "a:b"})
    void whateverNameAPageMayHaveIsLetInNowhere(String host) throws IOException {
        assertThat(status("/near", host, "")).isNotEqualTo(OK);
        assertThat(status("/far", host, "")).isNotEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example.org", "https://door.example.org.evil", "null", "not a page"})
    void aPageFromElsewhereIsLetInNowhere(String origin) throws IOException {
        String header = "Origin: " + origin + "\r\n";
        assertThat(status("/near", "localhost", header)).isEqualTo(FORBIDDEN);
        assertThat(status("/far", "192.0.2.2", header)).isEqualTo(FORBIDDEN);
    }

    private void serve(String path, HttpEdge.Gate gate) {
        edge.serve(HttpMethod.GET, path, 0, gate, call -> call.reply(200, Map.of()));
    }

    private String status(String path, String host, String headers) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
