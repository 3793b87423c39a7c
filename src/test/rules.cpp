// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "rules_p.h"

namespace QConductor::Test {

namespace {

struct Rule
{
    const char *number;
    const char *sentence;
};

constexpr Rule rules[] = {
#include "rulesentences.inc"
};

} // namespace

QString ruleSentence(const QString &rule)
{
    for (const Rule &each : rules) {
        if (rule == QLatin1String(each.number))
            return QString::fromUtf8(each.sentence);
    }
    return {};
}

} // namespace QConductor::Test
