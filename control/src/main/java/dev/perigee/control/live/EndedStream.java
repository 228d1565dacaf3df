package dev.perigee.control.live;

import dev.perigee.protocol.command.Output;
import dev.perigee.protocol.command.StreamName;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of a command that has ended: first what the result holds, behind it what is still known live.
record EndedStream(
        StreamName stream, Output result, @Nullable LiveRing ring) {
    Optional<LivePart> read(long position, int bytesMax) {
        byte[] held = result.bytes();
        if (position < held.length) {
            int from = (int) position;
            int to = Math.min(held.length, from + bytesMax);
            return Optional.of(new LivePart.Written(stream, position, Arrays.copyOfRange(held, from, to)));
        }
        Optional<LivePart> live = ring == null ? Optional.empty() : ring.read(position, bytesMax);
        return live.or(() -> missing(position));
    }

    private Optional<LivePart> missing(long position) {
        return position < result.totalBytes()
                ? Optional.of(new LivePart.Gap(stream, position, result.totalBytes()))
                : Optional.empty();
    }
}
