package dev.perigee.protocol.config;

/// What is wrong at one place of a document, with no secret in it.
public record ConfigMistake(String path, String problem) {
    @Override
    public String toString() {
        return path + ": " + problem;
    }
}
