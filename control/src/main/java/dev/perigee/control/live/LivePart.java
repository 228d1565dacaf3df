package dev.perigee.control.live;

import dev.perigee.protocol.command.StreamName;

/// What comes next in one stream of a command's output.
public sealed interface LivePart {
    StreamName stream();

    /// The offset behind it.
    long end();

    /// Bytes from `offset` on.
    @SuppressWarnings("ArrayRecordComponent") // handed on once and never compared
    record Written(StreamName stream, long offset, byte[] bytes) implements LivePart {
        @Override
        public long end() {
            return offset + bytes.length;
        }
    }

    /// Bytes that are not here (any more): from `from` on, up to `end`.
    record Gap(StreamName stream, long from, long end) implements LivePart {}
}
