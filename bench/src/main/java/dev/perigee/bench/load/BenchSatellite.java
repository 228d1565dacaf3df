package dev.perigee.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A satellite as far as the control plane can tell: it polls, and reports what it was given. It verifies and journals
/// nothing, so that what it costs is not taken for the control plane's.
public final class BenchSatellite {
    private static final String COMMAND = "\\\"command\\\":\\\"";
    private static final int ID_LENGTH = 26;
    private static final String RESULT =
            "{\"outcome\":\"completed\",\"exitCode\":0,\"stdout\":{\"text\":\"\",\"totalBytes\":0},"
                    + "\"stderr\":{\"text\":\"\",\"totalBytes\":0},\"durationMillis\":0}";

    private final String id;
    private final HttpConnection connection;
    private final ByteBuffer poll;
    private final @Nullable Worked worked;

    /// Hears which commands were delivered, before they are reported.
    @FunctionalInterface
    public interface Worked {
        void on(String satellite, List<String> commands);
    }

    BenchSatellite(String id, HttpConnection connection, int max, @Nullable Worked worked) {
        this.id = id;
        this.connection = connection;
        this.worked = worked;
        // The control plane does not mind a session's name being used again; only a real satellite does.
        this.poll = connection.request(
                "POST",
                "/perigee/v1/satellites/" + id + "/deliveries",
                "{\"session\":\"bench-session\",\"max\":" + max + ",\"waitMax\":\"60s\"}");
    }

    public String id() {
        return id;
    }

    public HttpConnection connection() {
        return connection;
    }

    /// Polls, completes what it is given, and polls again, until the loop ends.
    public void work() throws IOException {
        poll((status, body) -> {
            List<String> commands = commands(status, body);
            if (commands.isEmpty()) {
                work();
                return;
            }
            if (worked != null) {
                worked.on(id, commands);
            }
            connection.send(ended(commands), (reported, answer) -> {
                require(reported, answer);
                work();
            });
        });
    }

    /// Polls once.
    public void poll(HttpConnection.Answered then) throws IOException {
        connection.send(poll, then);
    }

    /// The report that acknowledges `command`.
    public ByteBuffer acknowledged(String command) {
        return report("{\"acknowledged\":[\"" + command + "\"],\"ended\":[]}");
    }

    /// The report that all of `commands` have completed.
    public ByteBuffer ended(List<String> commands) {
        StringBuilder ended = new StringBuilder("{\"acknowledged\":[],\"ended\":[");
        for (String command : commands) {
            ended.append(ended.charAt(ended.length() - 1) == '[' ? "" : ",")
                    .append("{\"command\":\"")
                    .append(command)
                    .append("\",\"result\":")
                    .append(RESULT)
                    .append('}');
        }
        return report(ended.append("]}").toString());
    }

    /// The ids of the commands that an answer to a poll delivers.
    public static List<String> commands(int status, String body) throws IOException {
        require(status, body);
        List<String> commands = new ArrayList<>(1);
        for (int at = body.indexOf(COMMAND); at >= 0; at = body.indexOf(COMMAND, at + ID_LENGTH)) {
            int start = at + COMMAND.length();
            commands.add(body.substring(start, start + ID_LENGTH));
        }
        return commands;
    }

    static void require(int status, String body) throws IOException {
        if (status / 100 != 2) {
            throw new IOException("answered with " + status + ": " + body);
        }
    }

    private ByteBuffer report(String body) {
        return connection.request("POST", "/perigee/v1/satellites/" + id + "/reports", body);
    }
}
