package dev.perigee.protocol.signing;

import java.nio.charset.StandardCharsets;

/// What a text was signed for. It is signed along, so that a text signed for one purpose is nothing for another.
public enum Purpose {
    DELIVERIES("perigee deliveries v1"),
    SUCCESSION("perigee key succession v1"),
    CONFIG("perigee config v1"),
    AUDIT("perigee audit checkpoint v1"),
    /// The signing input of RFC 7515, which fixes every byte of it; it begins as no other purpose's words do.
    TOKEN("");

    private final String words;

    Purpose(String words) {
        this.words = words;
    }

    byte[] over(String text) {
        return (words.isEmpty() ? text : words + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}
