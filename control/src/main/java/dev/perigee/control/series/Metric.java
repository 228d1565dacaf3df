package dev.perigee.control.series;

import java.util.Locale;

/// What is followed over time. Its place is that of its number in what is written down.
public enum Metric {
    CPU_PERCENT(0),
    MEMORY_PERCENT(1),
    DISK_PERCENT(2),
    RX_BYTES_PER_SECOND(3),
    TX_BYTES_PER_SECOND(4),
    ERRORS_PER_MINUTE(5);

    /// How many there are.
    public static final int COUNT = values().length;

    private final int place;

    Metric(int place) {
        this.place = place;
    }

    /// 0 to `COUNT` - 1.
    public int place() {
        return place;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
