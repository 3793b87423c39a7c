// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_REPORTING_TIMELINE_P_H
#define QCONDUCTOR_REPORTING_TIMELINE_P_H

#include "global.h"

#include <chrono>
#include <limits>
#include <utility>
#include <vector>

namespace QConductor {

// What took how long in a phase, and what waited for what: answers what decided the time of the end. It knows neither
// components nor a clock; all times are counted from the beginning of the phase.
//
// Hooks begin on one event loop, so a hook that may begin waits until no other one holds that loop. What keeps a hook from
// beginning beyond that, such as slots or a busy event loop, is its delay, which is taken as given.
class QCONDUCTOR_AUTOTEST_EXPORT Timeline
{
public:
    using Time = std::chrono::nanoseconds;
    static constexpr Time unknown = Time(-1);

    // Adds a hook, and returns its number. It began as soon as it might if the beginning is unknown.
    int addHook(Time began, Time took, Time held);
    int addIdle(Time until); // what never began
    int addBarrier();        // what waits for it begins when all that it waits for has ended
    void addWait(int later, int earlier) { m_waits.emplace_back(later, earlier); }
    // To be called when all is added. Nothing might begin before the given time.
    void finish(Time base);

    int size() const { return int(m_activities.size()); }
    bool hasBegun(int number) const { return at(number).kind != Kind::Idle; }
    Time waited(int number) const { return at(number).waited; } // until it might begin
    Time began(int number) const { return at(number).began; }
    Time took(int number) const { return at(number).took; }
    Time held(int number) const { return at(number).held; }
    Time end() const; // of what ended last
    // The chain that decided that end, in order of time: each began when the one before had ended, or let the event loop go.
    std::vector<int> criticalPath() const;
    Time slack(int number) const { return at(number).slack; } // how much later it could have ended without a difference
    Time gain(int number) const;                              // how much earlier the end would be if it took no time

private:
    enum class Kind { Hook, Idle, Barrier };
    struct Activity
    {
        Kind kind;
        Time began;
        Time took;
        Time held;
        Time waited {};
        Time delay {};
        Time slack {};
        int awaited = -1; // the hook whose end it waited for last; -1: none
        int holder = -1;  // the hook that held the event loop when it might have begun; -1: none
        Time end() const { return began + took; }
        Time release() const { return began + held; }
    };
    template <class T> struct Range
    {
        const T *first;
        const T *last;
        const T *begin() const { return first; }
        const T *end() const { return last; }
    };

    const Activity &at(int number) const { return m_activities[std::size_t(number)]; }
    Activity &at(int number) { return m_activities[std::size_t(number)]; }
    Range<int> followers(int number) const
    {
        return { m_followers.data() + m_firstFollower[std::size_t(number)],
                 m_followers.data() + m_firstFollower[std::size_t(number) + 1] };
    }
    void findFollowers();
    std::vector<int> inOrder() const;
    void place(const std::vector<int> &order);
    static void correctBeginning(Activity &activity);
    void findHolders(const std::vector<int> &byBeginning);
    void findSlack(const std::vector<int> &byBeginning);
    bool isLater(int one, int other) const;
    int lastHook() const;
    class Rerun;
    Time endWithout(int number) const;

    std::vector<Activity> m_activities;
    std::vector<std::pair<int, int>> m_waits; // what waits, and for what
    std::vector<int> m_firstFollower;
    std::vector<int> m_followers; // what waits for each
    std::vector<int> m_waitCount; // number of those that each waits for
    Time m_base {};
    Time m_endAgain {}; // of all, if each takes the time that it took
};

} // namespace QConductor

#endif
