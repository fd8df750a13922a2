/*
 * The wall clock of a process, shifted by WALL_CLOCK_OFFSET seconds (LD_PRELOAD), for
 * `./dev test --at`; or standing still at WALL_CLOCK_STOPPED, in seconds since 1970, for
 * `./dev screenshots`. It still goes on by a microsecond each time that it is read: what makes
 * numbers of the time waits until it is another one.
 *
 * Nothing else is touched: what waits counts on the monotonic clock, and files keep their dates.
 * Debian 12's libfaketime shifts those too, or lets sleep() of Python 3.11 fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef int (*clock_function)(clockid_t, struct timespec *);

static clock_function real_clock;
static long offset;
static long stopped;
static long readings;

/* Before it has run, a constructor of another library sees the real time. */
__attribute__((constructor)) static void prepare(void)
{
    const char *seconds = getenv("WALL_CLOCK_OFFSET");
    offset = seconds ? atol(seconds) : 0;
    seconds = getenv("WALL_CLOCK_STOPPED");
    stopped = seconds ? atol(seconds) : 0;
    real_clock = (clock_function)dlsym(RTLD_NEXT, "clock_gettime");
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    int result = real_clock ? real_clock(clock, now) : (int)syscall(SYS_clock_gettime, clock, now);
    if (!result && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += offset;
        if (stopped) {
            long microseconds = __sync_fetch_and_add(&readings, 1);
            now->tv_sec = stopped + microseconds / 1000000;
            now->tv_nsec = microseconds % 1000000 * 1000;
        }
    }
    return result;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    struct timespec precise;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &precise);
    now->tv_sec = precise.tv_sec;
    now->tv_usec = precise.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *copy)
{
    struct timespec precise;
    clock_gettime(CLOCK_REALTIME_COARSE, &precise);
    if (copy)
        *copy = precise.tv_sec;
    return precise.tv_sec;
}

int timespec_get(struct timespec *now, int base)
{
    return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, now) ? base : 0;
}
