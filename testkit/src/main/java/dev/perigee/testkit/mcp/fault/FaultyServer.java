package dev.perigee.testkit.mcp.fault;

import dev.perigee.testkit.mcp.StdioCommand;
import dev.perigee.testkit.mcp.offer.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The faulty server: at a URL of the loopback interface until it is closed, where to die is to reset the connection;
/// or a program that speaks over its standard input and output, where it is to be gone.
public final class FaultyServer implements AutoCloseable {
    private final FaultyHttp http;

    private FaultyServer(FaultyHttp http) {
        this.http = http;
    }

    public static FaultyServer http(Discovery discovery) throws IOException {
        return new FaultyServer(new FaultyHttp(new FaultyTools(discovery)));
    }

    /// The command that runs it over its standard input and output.
    public static List<String> stdio(Discovery discovery) {
        return StdioCommand.of(FaultyServer.class, discovery.name());
    }

    public URI url() {
        return http.url();
    }

    @Override
    public void close() {
        http.close();
    }

    static void main(String[] arguments) throws IOException {
        FaultyTools tools = new FaultyTools(Discovery.valueOf(arguments[0]));
        Wire wire = new StdioWire(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        BufferedReader lines = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        ObjectNode capabilities = Json.object();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            ObjectNode message = Json.object(line);
            if (message.path("method").asString("").equals("initialize")) {
                capabilities = Json.member(Json.member(message, "params"), "capabilities");
            }
            tools.take(message, capabilities, wire);
        }
    }
}
