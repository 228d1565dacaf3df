package dev.perigee.testkit.mcp;

import dev.perigee.testkit.mcp.offer.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// A message on each line of the input, and on each line of the output. Lines that are no message are named on
/// `errors`.
record Stdio(PrintStream out, PrintStream errors) implements Outlet {
    /// Until the end of the input.
    void serve(InputStream in, Protocol protocol) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            receive(line, protocol);
        }
        protocol.close();
    }

    @Override
    public void send(ObjectNode message) {
        synchronized (out) {
            out.print(Json.text(message) + '\n');
            out.flush();
        }
    }

    @Override
    public void finish(ObjectNode response) {
        send(response);
    }

    @Override
    public void end() {}

    @Override
    public void hangUp() {}

    private void receive(String line, Protocol protocol) {
        try {
            if (Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode message) {
                protocol.receive(message, this);
                return;
            }
        } catch (JacksonException e) {
            errors.println("not JSON: " + e.getOriginalMessage());
            return;
        }
        errors.println("not a JSON-RPC message: " + line);
    }
}
