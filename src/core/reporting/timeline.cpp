// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "reporting/timeline_p.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace QConductor {

int Timeline::addHook(Time began, Time took, Time held)
{
    m_activities.push_back({ Kind::Hook, began, took, held });
    return size() - 1;
}

int Timeline::addIdle(Time until)
{
    m_activities.push_back({ Kind::Idle, until, Time(0), Time(0) });
    return size() - 1;
}

int Timeline::addBarrier()
{
    m_activities.push_back({ Kind::Barrier, unknown, Time(0), Time(0) });
    return size() - 1;
}

void Timeline::finish(Time base)
{
    m_base = base;
    findFollowers();
    const std::vector<int> order = inOrder();
    place(order);
    std::vector<int> byBeginning = order;
    std::stable_sort(byBeginning.begin(), byBeginning.end(),
                     [this](int one, int other) { return at(one).began < at(other).began; });
    findHolders(byBeginning);
    findSlack(byBeginning);
    m_endAgain = endWithout(-1);
}

// Nothing waits for the end of what never began.
void Timeline::findFollowers()
{
    const auto isForIdle = [this](const std::pair<int, int> &wait) { return at(wait.second).kind == Kind::Idle; };
    m_waits.erase(std::remove_if(m_waits.begin(), m_waits.end(), isForIdle), m_waits.end());
    m_firstFollower.assign(m_activities.size() + 1, 0);
    m_waitCount.assign(m_activities.size(), 0);
    for (const auto &[later, earlier] : m_waits) {
        ++m_firstFollower[std::size_t(earlier) + 1];
        ++m_waitCount[std::size_t(later)];
    }
    for (std::size_t i = 1; i < m_firstFollower.size(); ++i)
        m_firstFollower[i] += m_firstFollower[i - 1];
    m_followers.resize(m_waits.size());
    std::vector<int> next(m_firstFollower.begin(), m_firstFollower.end() - 1);
    for (const auto &[later, earlier] : m_waits)
        m_followers[std::size_t(next[std::size_t(earlier)]++)] = later;
    m_waits = {};
}

// Returns the activities, each after all that it waits for.
std::vector<int> Timeline::inOrder() const
{
    std::vector<int> left = m_waitCount;
    std::vector<int> order;
    order.reserve(m_activities.size());
    for (int number = 0; number < size(); ++number) {
        if (left[std::size_t(number)] == 0)
            order.push_back(number);
    }
    for (std::size_t next = 0; next < order.size(); ++next) {
        for (int follower : followers(order[next])) {
            if (--left[std::size_t(follower)] == 0)
                order.push_back(follower);
        }
    }
    return order;
}

// Returns whether one hook ended after the other. Where both ended at once, the one that took longer is to blame.
bool Timeline::isLater(int one, int other) const
{
    if (one < 0 || other < 0)
        return one >= 0;
    return std::make_tuple(at(one).end(), at(one).took) > std::make_tuple(at(other).end(), at(other).took);
}

// Finds when each might begin, and gives a beginning to what has none.
void Timeline::place(const std::vector<int> &order)
{
    for (Activity &activity : m_activities)
        activity.waited = m_base;
    for (int number : order) {
        Activity &activity = at(number);
        correctBeginning(activity);
        const int awaited = activity.kind == Kind::Hook ? number : activity.awaited;
        for (int follower : followers(number)) {
            Activity &later = at(follower);
            later.waited = std::max(later.waited, activity.end());
            if (isLater(awaited, later.awaited))
                later.awaited = awaited;
        }
    }
}

// A beginning that is too early is moved to when the activity might begin: it is measured with an error, and is that of an
// earlier run if the component was set up again. So nothing begins before what it waits for has ended.
void Timeline::correctBeginning(Activity &activity)
{
    if (activity.kind == Kind::Idle) {
        activity.waited = std::min(activity.waited, activity.began);
    } else if (activity.began < activity.waited) {
        const Time end = activity.began < Time(0) ? activity.waited + activity.took : activity.end();
        activity.began = activity.waited;
        activity.took = std::max(Time(0), end - activity.began);
        activity.held = std::min(activity.held, activity.took);
    }
}

void Timeline::findHolders(const std::vector<int> &byBeginning)
{
    int holder = -1; // that let the event loop go last
    for (int number : byBeginning) {
        Activity &activity = at(number);
        if (activity.kind != Kind::Hook)
            continue;
        const Time free = holder >= 0 && at(holder).release() <= activity.began ? at(holder).release() : Time(0);
        activity.holder = free > activity.waited ? holder : -1;
        activity.delay = activity.began - std::max(activity.waited, free);
        if (activity.held > Time(0) && (holder < 0 || activity.release() > at(holder).release()))
            holder = number;
    }
}

// A hook that does all its work before it returns would have held the event loop until its later end.
void Timeline::findSlack(const std::vector<int> &byBeginning)
{
    const Time last = end();
    for (Activity &activity : m_activities)
        activity.slack = std::max(Time(0), last - activity.end()); // what never began may last longer than all hooks
    for (auto number = byBeginning.rbegin(); number != byBeginning.rend(); ++number) {
        Activity &activity = at(*number);
        if (activity.kind == Kind::Idle)
            continue;
        const auto bound = [&](const Activity &later) {
            const Time spare = later.slack + later.began - later.delay - activity.end();
            activity.slack = std::max(Time(0), std::min(activity.slack, spare));
        };
        for (int follower : followers(*number)) {
            if (at(follower).kind != Kind::Idle)
                bound(at(follower));
        }
        if (activity.holder < 0)
            continue;
        Activity &holder = at(activity.holder);
        if (holder.held == holder.took)
            holder.slack = std::min(holder.slack, activity.slack);
    }
}

// Returns the hook that ended last; -1: there is none.
int Timeline::lastHook() const
{
    int last = -1;
    for (int number = 0; number < size(); ++number) {
        if (at(number).kind == Kind::Hook && isLater(number, last))
            last = number;
    }
    return last;
}

Timeline::Time Timeline::end() const
{
    const int last = lastHook();
    return last < 0 ? m_base : at(last).end();
}

std::vector<int> Timeline::criticalPath() const
{
    std::vector<int> path;
    for (int number = lastHook(); number >= 0;) {
        path.push_back(number);
        const Activity &activity = at(number);
        const int before = activity.holder >= 0 ? activity.holder : activity.awaited;
        number = before >= 0 && at(before).end() > m_base ? before : -1;
    }
    std::reverse(path.begin(), path.end());
    return path;
}

// Without one hook, another one may hold the event loop earlier, at a worse time, so that the end would be later. Nobody gains
// by that.
Timeline::Time Timeline::gain(int number) const
{
    return std::max(Time(0), m_endAgain - endWithout(number));
}

// Lets all begin once more, in the order in which they may.
class Timeline::Rerun
{
public:
    Rerun(const Timeline &timeline, int excepted)
        : m_timeline(timeline),
          m_excepted(excepted),
          m_left(timeline.m_waitCount),
          m_may(timeline.m_activities.size(), timeline.m_base),
          m_free(timeline.m_base)
    { }

    Time end()
    {
        for (int number = 0; number < m_timeline.size(); ++number) {
            if (m_left[std::size_t(number)] == 0)
                addReady(number);
        }
        Time last = m_timeline.m_base;
        while (!m_ready.empty()) {
            const int number = std::get<int>(m_ready.top());
            m_ready.pop();
            const Time end = run(number);
            last = std::max(last, end);
            letGo(number, end);
        }
        return last;
    }

private:
    using Ready = std::tuple<Time, Time, int>; // when it may begin, when it began in fact, and its number

    void addReady(int number)
    {
        if (m_timeline.hasBegun(number))
            m_ready.emplace(m_may[std::size_t(number)], m_timeline.began(number), number);
    }

    // Returns when the activity ends.
    Time run(int number)
    {
        const Activity &activity = m_timeline.at(number);
        const Time from = m_may[std::size_t(number)];
        if (activity.kind == Kind::Barrier)
            return from;
        const Time begin = std::max(from, m_free) + activity.delay;
        if (number == m_excepted)
            return begin;
        if (activity.held > Time(0))
            m_free = std::max(m_free, begin + activity.held);
        return begin + activity.took;
    }

    void letGo(int number, Time end)
    {
        for (int follower : m_timeline.followers(number)) {
            Time &time = m_may[std::size_t(follower)];
            time = std::max(time, end);
            if (--m_left[std::size_t(follower)] == 0)
                addReady(follower);
        }
    }

    const Timeline &m_timeline;
    const int m_excepted;    // takes no time; -1: there is none
    std::vector<int> m_left; // how many each still waits for
    std::vector<Time> m_may; // when each may begin
    Time m_free;             // the event loop, from then on
    std::priority_queue<Ready, std::vector<Ready>, std::greater<>> m_ready;
};

// Returns when the last one would end if the given one took no time; -1: each takes the time that it took.
Timeline::Time Timeline::endWithout(int excepted) const
{
    return Rerun(*this, excepted).end();
}

} // namespace QConductor
