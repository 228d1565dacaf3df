package dev.perigee.it;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;

/// A control plane, a satellite named `far` and further ones, started apart, each from a YAML file, on a port and in
/// directories that stay the same however often they are started.
final class Apart {
    private static final String FAR = "far";
    private static final int PORTS_FROM = 20_000;
    private static final int PORTS_TO = 32_000;
    private static final int PORTS_TRIED_MAX = 100;

    private final Processes processes;
    private final Path directory;
    private final int port;

    private Apart(Processes processes, Path directory, int port) {
        this.processes = processes;
        this.directory = directory;
        this.port = port;
    }

    /// `serverMore` and `satelliteMore` are further lines of the two files.
    static Apart in(Path directory, Processes processes, String serverMore, String satelliteMore) throws IOException {
        int port = freePort();
        Apart apart = new Apart(processes, directory, port);
        Files.writeString(apart.serverFile(), "port: " + port + "\ndata: " + apart.serverData() + "\n" + serverMore);
        apart.writeSatelliteFile(FAR, satelliteMore);
        return apart;
    }

    /// One that no client gets for its end of a connection while nobody listens there, as it could of those that the
    /// system gives out.
    static int freePort() throws IOException {
        IOException taken = new IOException("no port is free");
        for (int i = 0; i < PORTS_TRIED_MAX; i++) {
            int port = ThreadLocalRandom.current().nextInt(PORTS_FROM, PORTS_TO);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException e) {
                taken = e;
            }
        }
        throw taken;
    }

    /// Starts both, the satellite for the first time; returns when it is connected.
    Lives start() throws Exception {
        RunningPerigee server = server();
        server.awaitReady();
        Files.writeString(tokenFile(), operator().token());
        RunningPerigee satellite = satellite();
        satellite.awaitReady();
        return new Lives(server, satellite);
    }

    /// The processes of the moment.
    record Lives(RunningPerigee server, RunningPerigee satellite) {}

    /// Starts another satellite for the first time; returns when it is connected.
    RunningPerigee join(String id, String more) throws Exception {
        writeSatelliteFile(id, more);
        Files.writeString(tokenFile(), operator().token());
        RunningPerigee satellite = satellite(id);
        satellite.awaitReady();
        return satellite;
    }

    /// Starts the control plane; it is not ready yet.
    RunningPerigee server() throws IOException {
        return processes.start("server", "--config", serverFile().toString());
    }

    /// Starts the satellite; it is not connected yet.
    RunningPerigee satellite() throws IOException {
        return satellite(FAR);
    }

    RunningPerigee satellite(String id) throws IOException {
        return processes.start("satellite", "--config", satelliteFile(id).toString());
    }

    Perigee client() {
        return new Perigee(processes, serverData());
    }

    Operator operator() throws IOException {
        return new Operator(
                url(), Files.readString(serverData().resolve("operator.key")).strip());
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Path serverFile() {
        return directory.resolve("server.yaml");
    }

    Path satelliteFile() {
        return satelliteFile(FAR);
    }

    Path serverData() {
        return directory.resolve("server-data");
    }

    Path satelliteData() {
        return satelliteData(FAR);
    }

    Path tokenFile() {
        return directory.resolve("token");
    }

    private void writeSatelliteFile(String id, String more) throws IOException {
        Files.writeString(
                satelliteFile(id),
                "server: " + url() + "\nid: " + id + "\ndata: " + satelliteData(id) + "\nregistration-token-file: "
                        + tokenFile() + "\n" + more);
    }

    private Path satelliteFile(String id) {
        return directory.resolve("satellite-" + id + ".yaml");
    }

    private Path satelliteData(String id) {
        return directory.resolve("satellite-" + id + "-data");
    }
}
