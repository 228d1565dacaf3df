package dev.perigee.gateway.answers;

import dev.perigee.gateway.upstream.ServerName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What an answer is kept under: the server, the change that it is newer than, and the digest of all that the answer
/// may depend on. Each part of that goes in with its length, so that no two wholes read the same.
record AnswerKey(ServerName server, Changes.Since since, String digest) {
    /// For askers like this one only.
    static AnswerKey own(Question question, Changes.Since since) {
        Asker asker = question.asker();
        return of(question, since, "own", asker.caller(), asker.rights(), asker.conversation());
    }

    /// For whoever can do the same.
    static AnswerKey open(Question question, Changes.Since since) {
        return of(question, since, "open");
    }

    private static AnswerKey of(Question question, Changes.Since since, String... whose) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, question.method().getBytes(StandardCharsets.UTF_8));
            add(digest, question.params().getBytes(StandardCharsets.UTF_8));
            add(digest, question.asker().capabilities().bytes());
            for (String each : whose) {
                add(digest, each.getBytes(StandardCharsets.UTF_8));
            }
            return new AnswerKey(question.server(), since, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        digest.update(part);
    }
}
