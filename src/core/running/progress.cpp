// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/progress_p.h"

#include "meta/text_p.h"

#include <algorithm>
#include <utility>

namespace QConductor {

qreal Progress::value(bool isActive) const
{
    const int known = m_runner.graph().componentCount();
    if (known == 0)
        return isActive ? 1 : 0;
    const int count = known - m_leftDown;
    int shares = 0; // in percent
    m_runner.hooks().forEachShare([&shares](int, int share) { shares += share; });
    return count > 0 ? std::min<qreal>(1, (m_runner.activeCount() + qreal(shares) / 100) / count) : 1;
}

// Hooks that are no longer wanted by the job have no share in it.
int Progress::valueOf(const Job &job) const
{
    int value = 100 * job.arrived;
    m_runner.hooks().forEachShare([&](int node, int share) { value += job.wantsUp(node) ? share : 0; });
    return value;
}

void Progress::note(Job &job, const QString &text)
{
    job.promise.setProgressValueAndText(valueOf(job), text);
    if (job.raises() && job.isGood() && job.stage != Job::Stage::Sinking) // a restart takes down first
        m_text = text;
}

// QFuture ignores a text whose value isn't greater than the last one. A hook that tells no text leaves the last one as it is.
void Progress::noteHook(Job &job, const HookRunner::Progress &progress)
{
    const Component *component = m_runner.graph().component(progress.node);
    if (!component || !job.wantsUp(progress.node))
        return;
    const QString text = progress.text.isEmpty()
                                 ? job.promise.future().progressText()
                                 : Text::tr("%1: %2").arg(ComponentPrivate::nameOf(component), progress.text);
    note(job, text);
}

void Progress::look()
{
    const auto hookProgress = m_runner.hooks().takeProgress();
    bool isAnyComingUp = false;
    for (const auto &job : m_runner.jobs()) {
        const int node = std::exchange(job->lastReached, -1);
        const Component *reached = node >= 0 ? m_runner.graph().component(node) : nullptr;
        if (reached)
            note(*job, ComponentPrivate::nameOf(reached));
        else if (Q_UNLIKELY(hookProgress))
            noteHook(*job, *hookProgress);
        isAnyComingUp = isAnyComingUp || (job->raises() && job->isGood());
    }
    if (!isAnyComingUp)
        m_text.clear();
}

bool Progress::takeNewText()
{
    return std::exchange(m_toldText, m_text) != m_text;
}

bool Progress::takeNewValue(bool isActive)
{
    const qreal now = value(isActive);
    return std::exchange(m_toldValue, now) != now;
}

} // namespace QConductor
