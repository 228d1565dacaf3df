package dev.perigee.protocol.api;

import java.util.List;

/// Registration tokens, the newest first, at most 1000: the answer to `GET /api/v1/tokens`.
public record TokenList(List<TokenEntry> tokens) {
    public static final int MAX = 1_000;

    public TokenList {
        tokens = tokens == null ? List.of() : List.copyOf(tokens);
    }
}
