// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_REPORT_H
#define QCONDUCTOR_BENCHMARKS_REPORT_H

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

// A line of the table: what was measured, beside what, and how far it should be from that at most.
struct Row
{
    QString work;
    double value = 0;
    double reference = 0; // 0: the bounds are of the value itself
    QString unit = {};
    double bound = 0; // 0: for information
    double stretch = 0;
    bool isAtLeast = false; // the bound is a lower one

    double result() const { return reference > 0 ? value / reference : value; }
    QString verdict() const;
};

// Prints each row as it comes, and all of them as JSON.
class Report
{
public:
    Report();
    void add(const Row &row);
    QByteArray toJson() const;

private:
    QList<Row> m_rows;
};

#endif
