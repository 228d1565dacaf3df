package dev.perigee.it;

import dev.perigee.testkit.tls.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/// A control plane in TLS with a certificate of its own authority, on a port and in directories that stay, and whoever
/// comes to it: satellites from YAML files, and client commands.
final class Secured {
    final TestAuthority authority;
    final Path serverData;
    private final Processes processes;
    private final Path directory;
    private final String host;
    private final int port;
    private final TestAuthority.Issued issued;

    /// Called `localhost`. `more` are further lines of the control plane's file.
    Secured(Path directory, Processes processes, String more) throws IOException {
        this(directory, processes, more, "localhost");
    }

    Secured(Path directory, Processes processes, String more, String host) throws IOException {
        this.directory = directory;
        this.host = host;
        this.processes = processes;
        this.port = Apart.freePort();
        this.serverData = directory.resolve("server-data");
        this.authority = new TestAuthority(directory, "authority", Instant.now());
        this.issued = authority.issue(directory, host);
        Files.writeString(
                directory.resolve("server.yaml"),
                "port: " + port + "\ndata: " + serverData + "\n" + more + "tls:\n  name: " + host + "\n  certificate: "
                        + issued.certificate() + "\n  key: " + issued.key() + "\n  ca: " + authority.file()
                        + "\n  reload-every: 1s\n" + "  client-certificates: optional\n");
    }

    String url() {
        return "https://" + place();
    }

    /// Its host and port.
    String place() {
        return host + ":" + port;
    }

    RunningPerigee server() throws Exception {
        RunningPerigee server = processes.start(
                "server", "--config", directory.resolve("server.yaml").toString());
        server.awaitReady();
        return server;
    }

    /// Starts a satellite with a token of its own; it is not connected yet. `link` are further lines, the first of them
    /// below `link`.
    RunningPerigee satellite(String id, String link, Map<String, String> environment) throws Exception {
        Path token = Files.writeString(
                directory.resolve("token-" + id), run("token create").out());
        Path file = Files.writeString(
                directory.resolve("satellite-" + id + ".yaml"),
                "server: " + url() + "\nid: " + id + "\ndata: " + directory.resolve("data-" + id)
                        + "\nregistration-token-file: " + token + "\nexec:\n  allow: any\nlink:\n" + link);
        return processes.start(environment, "satellite", "--config", file.toString());
    }

    /// As above, with nothing but the authority; returns when it is connected.
    RunningPerigee satellite(String id) throws Exception {
        RunningPerigee satellite = satellite(id, trusting(authority.file()), Map.of());
        satellite.awaitReady();
        return satellite;
    }

    static String trusting(Path authorities) {
        return "  tls:\n    ca: " + authorities + "\n";
    }

    /// A satellite's lines with a certificate that is made out to `subject`.
    String showing(String subject) {
        TestAuthority.Issued own = authority.issue(directory, subject);
        return trusting(authority.file()) + "    certificate: " + own.certificate() + "\n    key: " + own.key() + "\n";
    }

    /// A client command that trusts the authority.
    Ran run(String command, String... words) throws Exception {
        return trusting(authority.file(), command, words);
    }

    Ran trusting(Path authorities, String command, String... words) throws Exception {
        return new Perigee(processes, serverData)
                .run(
                        command,
                        Stream.concat(Stream.of("--ca", authorities.toString()), Stream.of(words))
                                .toArray(String[]::new));
    }

    /// A certificate with another serial number and key takes the place of the one in use.
    void renew() throws IOException {
        authority.issue(directory, host);
    }
}
