// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef QCONDUCTOR_BENCHMARKS_REPORT_H
#define QCONDUCTOR_BENCHMARKS_REPORT_H

#include <QtCore/qlist.h>
#include <QtCore/qstring.h>

// A line of the table: what was measured, what it is compared with, and by how much it may differ.
struct Row
{
    QString work;
    double value = 0;
    double reference = 0; // The value to compare with; 0: none, the bound is one of the value itself.
    QString unit = {};
    double bound = 0; // The bound; 0: none, the line is for information.
    double stretch = 0;
    bool isAtLeast = false; // Whether the bound is a lower one.

    double result() const { return reference > 0 ? value / reference : value; }
    QString verdict() const;
};

// Prints each row when it is added, and all rows as JSON at the end.
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
