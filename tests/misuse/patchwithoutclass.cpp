// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include <QConductor/Conductor>

class Fake : public QConductor::Component
{
    Q_OBJECT
};

int main()
{
    Fake fake;
    QConductor::Conductor().patch(&fake); // Which class is replaced?
}
