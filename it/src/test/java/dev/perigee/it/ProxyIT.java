package dev.perigee.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testkit.proxy.ConnectProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Satellites where the environment names a proxy, and hosts to which it does not lead. The control plane has an
/// address that is not among those of the machine itself that need no exception.
final class ProxyIT {
    private static final String HOST = "127.0.0.2";

    @RegisterExtension
    final Processes processes = Processes.untilTestEnds();

    @TempDir
    Path directory;

    private ConnectProxy proxy;

    @BeforeEach
    void open() throws IOException {
        proxy = new ConnectProxy("mary", "s3cr3t pw");
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    @Test
    void towardsTlsTheProxyMakesTunnelsButForHostsThatNoProxyNames() throws Exception {
        Secured secured = new Secured(directory, processes, "host: " + HOST + "\n", HOST);
        secured.server();
        String trust = Secured.trusting(secured.authority.file());
        Map<String, String> elsewhere =
                Map.of("HTTPS_PROXY", at("s3cr3t%20pw"), "HTTP_PROXY", "http://127.0.0.1:9", "NO_PROXY", "10.0.0.1");

        secured.satellite("spared", trust, Map.of("HTTPS_PROXY", at("s3cr3t%20pw"), "NO_PROXY", "10.0.0.1, " + HOST))
                .awaitReady();
        assertThat(proxy.asked()).as("for a host in NO_PROXY").isEmpty();
        secured.satellite("through", trust, elsewhere).awaitReady();
        assertThat(proxy.asked()).isNotEmpty().allMatch(("CONNECT " + secured.place())::equals);
        assertThat(secured.run("send", "through", "--", "echo", "hi").out()).isEqualTo("hi\n");
        assertThat(secured.run("send", "spared", "--", "echo", "hi").out()).isEqualTo("hi\n");

        RunningPerigee wrong = secured.satellite("wrong", trust, Map.of("HTTPS_PROXY", at("gu3ss")));
        assertThat(wrong.awaitExit().exitCode()).isNotZero();
        assertThat(wrong.stderr())
                .contains("the proxy asks for a user name and password, or does not accept")
                .doesNotContain("gu3ss");
    }

    @Test
    void withoutTlsTheProxyHandsRequestsOnButForHostsThatNoProxyNames() throws Exception {
        Path data = directory.resolve("server");
        processes
                .start(
                        Map.of(
                                "PERIGEE_SERVER_HOST",
                                HOST,
                                "PERIGEE_SERVER_PORT",
                                "0",
                                "PERIGEE_SERVER_DATA",
                                data.toString()),
                        "server")
                .awaitReady();
        String url = Operator.of(data).url();
        Perigee perigee = new Perigee(processes, data);

        satellite(perigee, url, "spared", HOST).awaitReady();
        assertThat(proxy.asked()).as("for a host in NO_PROXY").isEmpty();
        satellite(perigee, url, "through", "10.0.0.1").awaitReady();
        assertThat(proxy.asked()).isNotEmpty().allMatch(asked -> asked.contains(" " + url + "/"));
        assertThat(perigee.run("send", "through", "--", "echo", "hi").out()).isEqualTo("hi\n");
    }

    private RunningPerigee satellite(Perigee perigee, String url, String id, String spared) throws Exception {
        Path file = Files.writeString(
                directory.resolve(id + ".yaml"),
                "server: " + url + "\nid: " + id + "\ndata: " + directory.resolve(id) + "\nregistration-token: "
                        + perigee.run("token create").out().strip() + "\nexec: {allow: [echo]}\n");
        return processes.start(
                Map.of("HTTP_PROXY", at("s3cr3t%20pw"), "NO_PROXY", spared), "satellite", "--config", file.toString());
    }

    private String at(String password) {
        return "http://mary:" + password + "@127.0.0.1:" + proxy.port();
    }
}
