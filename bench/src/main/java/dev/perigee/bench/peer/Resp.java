package dev.perigee.bench.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Redis' protocol over a connection: commands out, replies in as strings and lists of them.
record Resp(Connection connection) implements AutoCloseable {
    private static final int ELEMENTS_MAX = 1024;
    private static final int BYTES_MAX = 64 * 1024;

    void send(String... words) throws IOException {
        StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            command.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        connection.send(command.toString());
    }

    /// The next reply: a string, or a list of replies. An absent value is an empty string.
    Object reply() throws IOException {
        String line = connection.line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> list(Integer.parseInt(rest));
            default -> throw new IOException("Redis answered " + line);
        };
    }

    /// The first string in a reply of nested lists, passing `skip` of them.
    static String word(Object reply, int skip) throws IOException {
        List<String> words = new ArrayList<>();
        flatten(reply, words);
        if (words.size() <= skip) {
            throw new IOException("Redis answered " + reply);
        }
        return words.get(skip);
    }

    private static void flatten(Object reply, List<String> words) {
        if (reply instanceof List<?> list) {
            list.forEach(each -> flatten(each, words));
        } else {
            words.add(reply.toString());
        }
    }

    private String bulk(int length) throws IOException {
        if (length > BYTES_MAX) {
            throw new IOException("a reply of " + length + " bytes: expected at most " + BYTES_MAX);
        }
        if (length < 0) {
            return "";
        }
        String text = new String(connection.bytes(length), StandardCharsets.UTF_8);
        connection.bytes(2);
        return text;
    }

    private List<Object> list(int length) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < Math.min(length, ELEMENTS_MAX); i++) {
            elements.add(reply());
        }
        return elements;
    }

    @Override
    public void close() {
        connection.close();
    }
}
